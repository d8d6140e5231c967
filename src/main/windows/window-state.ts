import path from 'node:path';
import { z } from 'zod';
import { type Document, openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

/** A rectangle on the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MIN_WINDOW = { width: 900, height: 600 } as const;
const DEFAULT_WINDOW = { width: 1440, height: 900 } as const;
// So much of the window must lie on a display that its title can be seen and dragged.
const MIN_VISIBLE_PX = 120;

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  maximized: z.boolean(),
});

/** Where the window was and how; `bounds` are those of the window when it is not maximised. */
export type WindowState = z.infer<typeof fileSchema>;

/** Opens the state of the first window in a folder, or of an environment's own window. */
export function openWindowState(
  folder: string,
  nowMs: number,
  environmentId: string | null = null,
): Promise<Document<WindowState>> {
  const format = createJsonFormat('file of the window’s place', 1, fileSchema);
  const fallback: WindowState = { schemaVersion: 1, bounds: null, maximized: false };
  return openDocument(
    path.join(folder, environmentId === null ? 'window.json' : `windows/${environmentId}.json`),
    format,
    fallback,
    nowMs,
  );
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b);
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  return (
    overlap(bounds.x, bounds.width, area.x, area.width) >= MIN_VISIBLE_PX &&
    bounds.y >= area.y &&
    bounds.y <= area.y + area.height - MIN_VISIBLE_PX
  );
}

/**
 * Bounds for the window: those saved where a display still shows them, shrunk to the display's work area; else the
 * default size without a place, which centres the window.
 */
export function placeWindow(
  saved: Rectangle | null,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'> {
  const area = saved === null ? undefined : workAreas.find((candidate) => isReachable(saved, candidate));
  if (saved === null || area === undefined) {
    const widest = workAreas[0] ?? DEFAULT_WINDOW;
    return {
      width: Math.min(DEFAULT_WINDOW.width, widest.width),
      height: Math.min(DEFAULT_WINDOW.height, widest.height),
    };
  }
  const width = Math.min(Math.max(saved.width, MIN_WINDOW.width), area.width);
  const height = Math.min(Math.max(saved.height, MIN_WINDOW.height), area.height);
  return {
    width,
    height,
    x: Math.min(Math.max(saved.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(saved.y, area.y), area.y + area.height - height),
  };
}
