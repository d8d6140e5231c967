import type { LabelSet } from '../../shared/domain/series.ts';
import { labelValue } from '../../shared/domain/series.ts';
import {
  type AlertMatcher,
  type Silence,
  type SilenceDraft,
  silenceState,
} from '../../shared/domain/silence.ts';
import { AppError } from '../../shared/errors.ts';
import { compileMatcher } from '../model/matcher.ts';

/** Whether a label set fits all matchers. Throws AppError `bad_data` for a bad regular expression. */
export function compileMatchers(matchers: readonly AlertMatcher[]): (labels: LabelSet) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, passes: compileMatcher(matcher) }));
  return (labels) => tests.every(({ name, passes }) => passes(labelValue(labels, name)));
}

/**
 * Refuses what would hide everything or nothing: at least one matcher must fail for a label that is absent, as in
 * Alertmanager. Throws AppError `bad_data`.
 */
export function checkSilence(draft: SilenceDraft, nowMs: number): void {
  const fail = (message: string): never => {
    throw new AppError('bad_data', message);
  };
  if (draft.matchers.some(({ name }) => name === '')) fail('A matcher has no label name; enter one.');
  const isSelective = draft.matchers.some((matcher) => !compileMatcher(matcher)(''));
  if (!isSelective) {
    fail('The silence would hide every alert; add a matcher that asks for a label with a value.');
  }
  if (draft.endsAtMs <= draft.startsAtMs) fail('The silence ends before it starts; choose a later end.');
  if (draft.id === null && draft.endsAtMs <= nowMs)
    fail('The silence has ended already; choose a later end.');
}

/** Which silences hide which alerts. Compiled matchers are kept as long as the silence does not change. */
export class SilenceIndex {
  private readonly entries = new Map<
    string,
    { readonly silence: Silence; readonly fits: (labels: LabelSet) => boolean }
  >();

  constructor(silences: readonly Silence[]) {
    for (const silence of silences) this.set(silence);
  }

  set(silence: Silence): void {
    this.entries.set(silence.id, { silence, fits: compileMatchers(silence.matchers) });
  }

  get(id: string): Silence | null {
    return this.entries.get(id)?.silence ?? null;
  }

  delete(id: string): void {
    this.entries.delete(id);
  }

  /** All silences, those that end last first. */
  list(): Silence[] {
    return [...this.entries.values()]
      .map(({ silence }) => silence)
      .sort((a, b) => b.endsAtMs - a.endsAtMs || (a.id < b.id ? -1 : 1));
  }

  /** Ids of the silences that hide an alert of these labels at a moment. */
  hiding(labels: LabelSet, nowMs: number): string[] {
    const ids: string[] = [];
    for (const { silence, fits } of this.entries.values()) {
      if (silenceState(silence, nowMs) === 'active' && fits(labels)) ids.push(silence.id);
    }
    return ids;
  }
}
