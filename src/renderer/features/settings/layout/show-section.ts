/** Brings the section that an element is in, or is, to the top of its page. */
export function showSection(element: Element | null): void {
  const section = element?.closest('[data-settings-section]');
  const page = section?.closest('[data-testid="page-settings"]');
  if (!section || !page) return;
  const margin = Number.parseFloat(getComputedStyle(section).scrollMarginTop);
  // Only the page scrolls: scrollIntoView would move the frame around it as well.
  page.scrollTop += section.getBoundingClientRect().top - page.getBoundingClientRect().top - margin;
}
