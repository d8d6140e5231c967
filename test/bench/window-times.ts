import type { Page } from '@playwright/test';
import { testIds } from '../../src/shared/test-ids.ts';

const DRAWN = 'canvas[data-point-count]:not([data-point-count="0"])';
const GIVE_UP_MS = 20_000;

/** Ms from a key press until a chart is drawn that was not there before. */
export function measureKey(page: Page, digit: string, modifier: 'ctrlKey' | 'altKey'): Promise<number> {
  return page.evaluate(
    async ([drawn, pressed, held, giveUpMs]) => {
      const before = new Set(document.querySelectorAll(drawn));
      const startedMs = performance.now();
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: pressed,
          code: `Digit${pressed}`,
          [held]: true,
          bubbles: true,
          cancelable: true,
        }),
      );
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if ([...document.querySelectorAll(drawn)].some((canvas) => !before.has(canvas))) {
          return performance.now() - startedMs;
        }
        if (performance.now() - startedMs > giveUpMs) throw new Error('no chart was drawn');
      }
    },
    [DRAWN, digit, modifier, GIVE_UP_MS] as const,
  );
}

interface HoverTimes {
  /** Ms from a move of the pointer over a chart until the frame that shows its tooltip. */
  readonly answers: readonly number[];
  /** Ms between frames of the same window meanwhile at rest. */
  readonly frames: readonly number[];
}

/** Moves the pointer over the first chart in sight, `moves` times. */
export function measureHover(page: Page, moves: number): Promise<HoverTimes> {
  return page.evaluate(
    async ([overlayId, tooltipId, count, giveUpMs]) => {
      const overlay = document.querySelector(`[data-testid="${overlayId}"]`);
      if (overlay === null) throw new Error('no chart is in sight');
      const { left, top, width, height } = overlay.getBoundingClientRect();
      // In a list, because functions with names would refer to the compiler's helper, which the window does not have.
      const [nextFrame, shown] = [
        (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve)),
        (): string => document.querySelector(`[data-testid="${tooltipId}"]`)?.textContent ?? '',
      ] as const;
      const answers: number[] = [];
      const frames: number[] = [];
      for (let move = 0; move < count; move++) {
        const before = shown();
        const startedMs = performance.now();
        overlay.dispatchEvent(
          new PointerEvent('pointermove', {
            bubbles: true,
            pointerType: 'mouse',
            clientX: left + width * (0.2 + (0.6 * ((move * 7) % count)) / count),
            clientY: top + height / 2,
          }),
        );
        do {
          await nextFrame();
          if (performance.now() - startedMs > giveUpMs) throw new Error('no tooltip was shown');
        } while (shown() === before);
        answers.push(performance.now() - startedMs);
        const restMs = await nextFrame();
        frames.push((await nextFrame()) - restMs);
      }
      return { answers, frames };
    },
    [testIds.charts.chartOverlay, testIds.charts.chartTooltip, moves, GIVE_UP_MS] as const,
  );
}
