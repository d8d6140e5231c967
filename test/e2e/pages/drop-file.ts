import type { Page } from '@playwright/test';

type Part = 'dragenter' | 'dragover' | 'drop';

/** Drops a file on the middle of the window, as a file manager does. */
export function dropFile(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  return drag(page, name, content, ['dragenter', 'dragover', 'drop']);
}

/** Holds a file over the middle of the window, and does not let go of it. */
export function holdFile(page: Page, name: string): Promise<void> {
  return drag(page, name, '', ['dragenter', 'dragover']);
}

async function drag(
  page: Page,
  name: string,
  content: string | Uint8Array,
  parts: readonly Part[],
): Promise<void> {
  const bytes = [...Buffer.from(content)];
  await page.evaluate(
    ([fileName, values, types]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(values)], fileName));
      const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
      for (const type of types) {
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }
    },
    [name, bytes, parts] as const,
  );
}
