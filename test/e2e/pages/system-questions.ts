import type { RunningApp } from '../fixtures/running-app.ts';

declare global {
  var sextantQuestions: { answer: number; readonly asked: string[] } | undefined;
}

/** The system's message boxes: no page can answer one, so a test takes the place of the person at the screen. */
export class SystemQuestions {
  readonly #app: RunningApp;

  constructor(app: RunningApp) {
    this.#app = app;
  }

  /** Every message box from now on is answered with the button of this place, from 0. */
  async answerWith(button: number): Promise<void> {
    await this.#app.electron.evaluate(({ dialog }, answer) => {
      const known = globalThis.sextantQuestions;
      if (known !== undefined) {
        known.answer = answer;
        return;
      }
      const questions: NonNullable<typeof globalThis.sextantQuestions> = { answer, asked: [] };
      globalThis.sextantQuestions = questions;
      dialog.showMessageBox = async (...args: unknown[]) => {
        const options = args.at(-1) as { message: string };
        questions.asked.push(options.message);
        return { response: questions.answer, checkboxChecked: false };
      };
    }, button);
  }

  /** What was asked so far. */
  async asked(): Promise<readonly string[]> {
    return this.#app.electron.evaluate(() => globalThis.sextantQuestions?.asked ?? []);
  }
}
