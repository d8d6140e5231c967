import { parseDurationMs } from '../../../../shared/domain/duration.ts';
import type { AlertMatcher, Silence, SilenceDraft } from '../../../../shared/domain/silence.ts';

/** A silence while it is written. */
export interface SilenceFormState {
  readonly id: string | null;
  readonly matchers: readonly AlertMatcher[];
  /** `YYYY-MM-DD HH:mm:ss` in this computer's time zone; '' for now. */
  readonly startText: string;
  readonly durationText: string;
  readonly comment: string;
  readonly createdBy: string;
  readonly where: 'here' | 'alertmanager';
}

export type SilenceFormErrors = Partial<Record<'matchers' | 'duration' | 'start', string>>;

const EMPTY_MATCHER: AlertMatcher = { name: '', type: '=', value: '' };

/** A new silence of two hours. */
export function newSilence(matchers: readonly AlertMatcher[]): SilenceFormState {
  return {
    id: null,
    matchers: matchers.length === 0 ? [EMPTY_MATCHER] : matchers,
    startText: '',
    durationText: '2h',
    comment: '',
    createdBy: '',
    where: 'here',
  };
}

/** A silence that is there, to be changed; its duration counts from now. */
export function editSilence(
  silence: Silence,
  nowMs: number,
  where: SilenceFormState['where'],
): SilenceFormState {
  const leftMs = silence.endsAtMs - Math.max(nowMs, silence.startsAtMs);
  return {
    id: silence.id,
    matchers: silence.matchers,
    startText: silence.startsAtMs > nowMs ? toLocalText(silence.startsAtMs) : '',
    durationText: `${Math.max(1, Math.round(leftMs / 60_000))}m`,
    comment: silence.comment,
    createdBy: silence.createdBy,
    where,
  };
}

/** The matchers that are filled in. */
export function filledMatchers(state: SilenceFormState): readonly AlertMatcher[] {
  return state.matchers
    .map((matcher) => ({ ...matcher, name: matcher.name.trim() }))
    .filter(({ name, value }) => name !== '' || value !== '');
}

/** What is to be saved, or what is wrong with it. */
export function toSilenceDraft(
  state: SilenceFormState,
  nowMs: number,
): { readonly draft: SilenceDraft | null; readonly errors: SilenceFormErrors } {
  const matchers = filledMatchers(state);
  const startsAtMs = state.startText === '' ? nowMs : Date.parse(state.startText);
  const durationMs = readDuration(state.durationText);
  const errors: SilenceFormErrors = {
    ...(matchers.length === 0 || matchers.some(({ name }) => name === '')
      ? { matchers: 'Name at least one label.' }
      : {}),
    ...(Number.isNaN(startsAtMs) ? { start: 'Enter a date and a time.' } : {}),
    ...(durationMs === null ? { duration: 'Enter a duration such as 30m, 2h or 1d.' } : {}),
  };
  if (Object.keys(errors).length > 0 || durationMs === null) return { draft: null, errors };
  return {
    draft: {
      id: state.id,
      matchers,
      startsAtMs,
      endsAtMs: startsAtMs + durationMs,
      comment: state.comment.trim(),
      createdBy: state.createdBy,
    },
    errors,
  };
}

function readDuration(text: string): number | null {
  try {
    const ms = parseDurationMs(text.trim());
    return ms > 0 ? ms : null;
  } catch {
    // What is wrong with it is told at the field.
    return null;
  }
}

function toLocalText(atMs: number): string {
  return new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}
