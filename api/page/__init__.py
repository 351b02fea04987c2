"""The web page: static files of our own in ``files``, and nothing else.

``api/service/routers/page.py`` serves them as they are at ``/``; they import each other, and ask
the service by its public addresses and those below ``/page``.

All that the page knows is the state of ``js/store.js``.  A part of the page (``PARTS`` of
``js/main.js``) draws itself from the state, whenever something has changed that it shows; what
people press changes the state (``planning.js``, ``training.js``, ``club_batch.js``) and draws
nothing.  The scripts import each other in one direction.  ``types.d.ts`` names what they handle,
for ``make lint``; it is not served.
"""
