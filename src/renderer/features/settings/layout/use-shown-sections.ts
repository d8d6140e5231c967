import { type RefObject, useEffect, useRef, useState } from 'react';
import { elementIdOf, type SectionId } from './sections.ts';
import { showSection } from './show-section.ts';

interface ShownSections {
  /** Those that are on the page: some need an environment, some a second one, and some what main answers. */
  readonly present: ReadonlySet<SectionId>;
  /** The topmost one in sight. */
  readonly current: SectionId | null;
  /** Brings a section to the top, or as near as the end of the page lets it. */
  readonly show: (id: SectionId) => void;
}

function sectionsIn(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-settings-section]')];
}

/** Which sections the element has, and which of them is read now. */
export function useShownSections(root: RefObject<HTMLElement | null>): ShownSections {
  const [present, setPresent] = useState<ReadonlySet<SectionId>>(new Set());
  const [current, setCurrent] = useState<SectionId | null>(null);
  const chosen = useRef<SectionId | null>(null);
  useEffect(() => {
    const element = root.current;
    const scroller = element?.closest('[data-testid="page-settings"]') ?? null;
    if (element === null || scroller === null) return;
    const look = (): void => {
      const shown = sectionsIn(element).filter((section) => section.offsetParent !== null);
      const top = scroller.getBoundingClientRect().top;
      const isAtEnd =
        scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
      if (!isAtEnd) chosen.current = null;
      // At the end several are in sight, and none of them can be at the top: it is the one that was asked for.
      const read = isAtEnd
        ? (shown.find(({ dataset }) => dataset.settingsSection === chosen.current) ?? shown.at(-1))
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
  const show = (id: SectionId): void => {
    setCurrent(id);
    showSection(document.getElementById(elementIdOf(id)));
    chosen.current = id;
  };
  return { present, current, show };
}
