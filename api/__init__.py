"""The doors of runstrong.  Thin: no planning decision is taken here."""
