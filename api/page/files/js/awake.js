// Keeps the screen on while a session is under way, where the browser can.

let wanted = false;
let lock = null;

export function stayAwake(wants) {
  wanted = wants;
  if (!wanted) return letGo();
  return hold();
}

async function hold() {
  if (lock || document.visibilityState !== "visible") return;
  try {
    const found = await navigator.wakeLock?.request("screen");
    if (!found) return;
    lock = found;
    lock.addEventListener("release", () => (lock = null));
    if (!wanted) letGo();
  } catch {
    // The battery is low, or it is not allowed here.
  }
}

function letGo() {
  lock?.release();
  lock = null;
}

// The browser takes it back whenever the page is hidden.
document.addEventListener("visibilitychange", () => wanted && hold());
