import { type RefObject, useEffect, useState } from 'react';
import type { SectionId } from './sections.ts';

interface ShownSections {
  /** Those that are on the page: some need an environment, some a second one, and some what main answers. */
  readonly present: ReadonlySet<SectionId>;
  /** The topmost one in sight. */
  readonly current: SectionId | null;
}

function sectionsIn(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-settings-section]')];
}

/** Which sections the element has, and which of them is read now. */
export function useShownSections(root: RefObject<HTMLElement | null>): ShownSections {
  const [present, setPresent] = useState<ReadonlySet<SectionId>>(new Set());
  const [current, setCurrent] = useState<SectionId | null>(null);
  useEffect(() => {
    const element = root.current;
    const scroller = element?.closest('[data-testid="page-settings"]') ?? null;
    if (element === null || scroller === null) return;
    const look = (): void => {
      const shown = sectionsIn(element).filter((section) => section.offsetParent !== null);
      const top = scroller.getBoundingClientRect().top;
      const isAtEnd =
        scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
      const read = isAtEnd
        ? shown.at(-1)
        : shown.find((section) => section.getBoundingClientRect().bottom - top > 80);
      setCurrent((read?.dataset.settingsSection as SectionId | undefined) ?? null);
      setPresent((before) => {
        const ids = shown.map(({ dataset }) => dataset.settingsSection as SectionId);
        return ids.length === before.size && ids.every((id) => before.has(id)) ? before : new Set(ids);
      });
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['hidden'] });
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [root]);
  return { present, current };
}
