import type { Page } from '@playwright/test';

/** Asks the main process as the window does; throws what it refuses. */
export async function requestOf(page: Page, name: string, payload: unknown): Promise<unknown> {
  const reply = await page.evaluate(
    ([wanted, given]) => {
      const bridge = (window as unknown as { sextant: { request: Record<string, (p: unknown) => unknown> } })
        .sextant;
      return bridge.request[wanted as string]?.(given);
    },
    [name, payload],
  );
  const { ok, value } = reply as { readonly ok: boolean; readonly value?: unknown };
  if (!ok) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return value;
}
