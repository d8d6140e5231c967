import { useMemo, useSyncExternalStore } from 'react';
import { createStore } from 'zustand/vanilla';
import type { AlertTimelineRow } from '../../shared/domain/alert-timeline.ts';
import type { ChartNote } from '../../shared/domain/chart-note.ts';
import type { Gap } from '../../shared/domain/gap.ts';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { TimeRange } from '../../shared/domain/time-range.ts';
import { request } from '../ipc/client.ts';
import { metricNamesIn } from '../lib/metric-names.ts';
import { engineStore } from './engine-store.ts';
import { environmentStore } from './environment-store.ts';
import { onRefresh } from './refresh-clock.ts';
import { timeRangeStore } from './time-range-store.ts';

/** A time without samples and why, ms UTC. */
export interface GapNote {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: string;
}

/** A time in which an alert fired, ms UTC. */
export interface AlertNote {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
  readonly tone: 'bad';
}

interface FiringSpan extends AlertNote {
  /** Metrics that the alert's rule looks at. */
  readonly metrics: ReadonlySet<string>;
}

/** A note that somebody wrote, at one time. */
interface OwnNote {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
  readonly tone: 'note';
}

interface ChartNotes {
  readonly own: readonly ChartNote[];
  readonly gaps: readonly GapNote[];
  readonly firing: readonly FiringSpan[];
}

const NONE: ChartNotes = { own: [], gaps: [], firing: [] };
/** Notes may come a little later than samples. */
const LEAST_INTERVAL_MS = 3_000;

const notesStore = createStore<ChartNotes>()(() => NONE);

let users = 0;
let asked = 0;
let lastAskedMs = 0;
let stop: (() => void) | undefined;

function describeLabels(row: AlertTimelineRow): string {
  const own = row.labels.filter(([name]) => name !== 'alertname' && name !== METRIC_NAME_LABEL);
  return own.map(([name, value]) => `${name}="${value}"`).join(', ');
}

function firingSpans(
  rows: readonly AlertTimelineRow[],
  exprOf: ReadonlyMap<string, string>,
): readonly FiringSpan[] {
  return rows.flatMap((row) => {
    const metrics = metricNamesIn(exprOf.get(row.ruleName) ?? '');
    const labels = describeLabels(row);
    return row.spans
      .filter(({ state }) => state === 'firing')
      .map(
        ({ fromMs, toMs }): FiringSpan => ({
          startMs: fromMs,
          endMs: toMs,
          label: `${row.ruleName} firing${labels === '' ? '' : `: ${labels}`}`,
          tone: 'bad',
          metrics,
        }),
      );
  });
}

function toOwnNote({ atMs, text }: ChartNote): OwnNote {
  return { startMs: atMs, endMs: atMs, label: text, tone: 'note' };
}

function toNote(gap: Gap): GapNote {
  return { startMs: gap.startMs, endMs: gap.endMs ?? Date.now(), reason: gap.message };
}

async function ask(environmentId: string, range: TimeRange): Promise<ChartNotes> {
  const [own, gaps, timeline, groups] = await Promise.all([
    request('notes.list', { environmentId }),
    request('engine.listGaps', { range }),
    request('alerts.getTimeline', { range, states: ['firing'], matchers: [] }),
    request('engine.listRuleGroups'),
  ]);
  const exprOf = new Map(groups.flatMap(({ rules }) => rules.map(({ name, expr }) => [name, expr] as const)));
  return { own, gaps: gaps.map(toNote), firing: firingSpans(timeline.rows, exprOf) };
}

function load(): void {
  const { active } = environmentStore.getState();
  if (active === null) return;
  lastAskedMs = Date.now();
  asked += 1;
  const mine = asked;
  ask(active.id, timeRangeStore.getState().range).then(
    (notes) => {
      if (mine === asked) notesStore.setState(notes);
    },
    // A chart without notes is a chart; what is wrong is told by the charts' own questions.
    () => undefined,
  );
}

function start(): () => void {
  const stopRefresh = onRefresh(() => {
    if (Date.now() - lastAskedMs >= LEAST_INTERVAL_MS) load();
  });
  const stopRange = timeRangeStore.subscribe((state, before) => {
    if (state.range !== before.range) load();
  });
  const stopEpoch = engineStore.subscribe((state, before) => {
    if (state.epoch === before.epoch) return;
    asked += 1;
    notesStore.setState(NONE);
    load();
  });
  return () => {
    stopRefresh();
    stopRange();
    stopEpoch();
    asked += 1;
  };
}

function subscribe(listener: () => void): () => void {
  users += 1;
  const unsubscribe = notesStore.subscribe(listener);
  if (users === 1) {
    lastAskedMs = 0;
    stop = start();
  }
  return () => {
    unsubscribe();
    users -= 1;
    if (users === 0) stop?.();
  };
}

/**
 * What charts of these expressions have to say beside their series: why samples are missing, and when alerts over the
 * same metrics fired. Asked once for all charts, for the window's time range.
 */
export function useChartNotes(exprs: readonly string[]): {
  readonly gaps: readonly GapNote[];
  readonly regions: readonly (AlertNote | OwnNote)[];
} {
  const { own, gaps, firing } = useSyncExternalStore(subscribe, notesStore.getState);
  const key = exprs.join('\n');
  const metrics = useMemo(() => metricNamesIn(key), [key]);
  return useMemo(
    () => ({
      gaps,
      regions: [
        ...firing.filter((span) => [...span.metrics].some((name) => metrics.has(name))),
        ...own.map(toOwnNote),
      ],
    }),
    [own, gaps, firing, metrics],
  );
}

/** The notes that people wrote in the environment, by time. */
export function useOwnNotes(): readonly ChartNote[] {
  return useSyncExternalStore(subscribe, notesStore.getState).own;
}

function activeId(): string {
  return environmentStore.getState().active?.id ?? '';
}

/** Keeps a note in the open environment. Rejects with an AppError. */
export async function saveNote(note: ChartNote): Promise<void> {
  await request('notes.save', { environmentId: activeId(), note });
  load();
}

/** Takes a note away. Rejects with an AppError. */
export async function removeNote({ id }: ChartNote): Promise<void> {
  await request('notes.remove', { environmentId: activeId(), noteId: id });
  load();
}
