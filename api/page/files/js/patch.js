// RFC 6902, as far as repairs and edits need it: add, remove, replace, move, copy and test.

/** A copy of `document` after the operations; throws where one does not apply. */
export function patched(document, operations) {
  let result = structuredClone(document);
  for (const operation of operations) result = after(result, operation);
  return result;
}

function after(document, { op, path, from, value }) {
  switch (op) {
    case "add":
      return put(document, path, structuredClone(value), true);
    case "replace":
      read(document, path);
      return put(document, path, structuredClone(value), false);
    case "remove":
      return take(document, path);
    case "copy":
      return put(document, path, structuredClone(read(document, from)), true);
    case "move": {
      const moved = read(document, from);
      return put(take(document, from), path, moved, true);
    }
    case "test":
      if (!same(read(document, path), value))
        throw new Error(`${path} is not as the patch expects`);
      return document;
    default:
      throw new Error(`unknown operation ${op}`);
  }
}

function keys(path) {
  if (path === "") return [];
  return path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function read(document, path) {
  let node = document;
  for (const key of keys(path)) {
    if (node === null || typeof node !== "object" || !Object.hasOwn(node, key))
      throw new Error(`there is no ${path}`);
    node = node[key];
  }
  return node;
}

function put(document, path, value, inserts) {
  if (path === "") return value;
  const [parent, key] = parentOf(document, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (inserts) parent.splice(key === "-" ? parent.length : Number(key), 0, value);
  else parent[Number(key)] = value;
  return document;
}

function take(document, path) {
  read(document, path);
  const [parent, key] = parentOf(document, path);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return document;
}

function parentOf(document, path) {
  const cut = path.lastIndexOf("/");
  return [read(document, path.slice(0, cut)), keys(path).at(-1)];
}

export function same(one, other) {
  if (one === other) return true;
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object")
    return false;
  const names = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}

/**
 * The top-level fields that differ.  `current` is the service's own account of the week so far,
 * which it takes from nobody.
 */
function edited(before, next) {
  const names = new Set([...Object.keys(before), ...Object.keys(next)]);
  return [...names].filter((name) => name !== "current" && !same(before[name], next[name]));
}

/** Operations that make `before` into `next`, by top-level field. */
export function differences(before, next) {
  return edited(before, next).map((name) =>
    Object.hasOwn(next, name)
      ? { op: "add", path: `/${name}`, value: next[name] }
      : { op: "remove", path: `/${name}` },
  );
}

/** What `arrived` for the request `before`, with the edits that were made `since`. */
export function withEdits(arrived, before, since) {
  const names = edited(before, since);
  const untouched = Object.entries(arrived).filter(([name]) => !names.includes(name));
  const put = names.filter((name) => Object.hasOwn(since, name)).map((name) => [name, since[name]]);
  return Object.fromEntries([...untouched, ...put]);
}

/** Without null members, which mean the same as none. */
export function withoutNulls(node) {
  if (Array.isArray(node)) return node.map(withoutNulls);
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, withoutNulls(value)]),
  );
}
