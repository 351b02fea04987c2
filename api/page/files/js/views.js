// Which of the two views is shown.

const place = (id) => document.getElementById(id);

export function goTo(view) {
  location.hash = `#${view}`;
  showView();
}

/** The view that was chosen; the browser tells the page of a new one a moment later. */
export const chosenView = () => (location.hash === "#club" ? "club" : "week");

export function showView() {
  const view = chosenView();
  for (const name of ["week", "club"]) {
    place(name).hidden = name !== view;
    const link = document.querySelector(`nav [data-view="${name}"]`);
    if (name === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (location.hash === "#answer") place("answer").focus();
}
