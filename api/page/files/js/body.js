export function bodyMap() { return null; }
