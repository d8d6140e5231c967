import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { ConsolePage } from './pages/console.ts';

// Other languages are longer than English: with every text two fifths longer nothing may leave its place unread.

const PAGES = ['overview', 'explore', 'dashboards', 'alerts', 'targets', 'settings'] as const;

/** Lengthens all texts of the page by 40 % and tells what is cut off without an ellipsis or a way to scroll. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const accents: Readonly<Record<string, string>> = {
      a: 'á',
      e: 'ë',
      i: 'ï',
      o: 'ø',
      u: 'ü',
      n: 'ñ',
      c: 'ç',
    };
    const lengthen = (text: string): string => {
      const accented = text.replace(/[aeiounc]/g, (letter) => accents[letter] ?? letter);
      return `${accented}${'~'.repeat(Math.ceil(text.trim().length * 0.4))}`;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) =>
        node.parentElement?.closest(
          'code, pre, .cm-editor, script, style, svg, .numeric, [data-testid^="stat-"]',
        ) === null && /[a-z]{2}/i.test(node.nodeValue ?? '')
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_REJECT,
    } as NodeFilter);
    const nodes: Text[] = [];
    while (walker.nextNode() !== null) nodes.push(walker.currentNode as Text);
    const parts = new Set<HTMLElement>();
    for (const node of nodes) {
      node.data = lengthen(node.data);
      if (node.parentElement !== null) parts.add(node.parentElement);
    }
    const problems: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth)
      problems.push('the window scrolls sideways');
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const style = getComputedStyle(part);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      if (hides && style.textOverflow !== 'ellipsis' && part.scrollWidth > part.clientWidth + 1) {
        problems.push(`cut off: ${part.textContent?.slice(0, 60)}`);
      }
      if (
        box.right > window.innerWidth + 1 &&
        part.closest('[style*="overflow"], [data-scrollbars]') === null
      ) {
        problems.push(`out of the window: ${part.textContent?.slice(0, 60)}`);
      }
    }
    return problems;
  });
}

test('texts two fifths longer break no page', async ({ launchApp }) => {
  const app = await launchApp();
  const console = new ConsolePage(app.page);
  await console.ready();
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  for (const name of PAGES) {
    await console.open(name);
    expect(await cutOff(app.page), name).toEqual([]);
    // React would write into texts that are no longer its own.
    await app.page.reload();
    await console.ready();
  }
});
