import { act, renderHook, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Environment } from '../../shared/domain/environment.ts';
import type { RangeQuery, RangeResult } from '../../shared/domain/query.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { packReply } from '../../shared/ipc/packed-reply.ts';
import { engineStore } from './engine-store.ts';
import { environmentStore } from './environment-store.ts';
import { useRangeQuery } from './range-query.ts';
import { timeRangeStore } from './time-range-store.ts';

interface Asked {
  readonly query: RangeQuery;
  readonly answer: (result: RangeResult) => Promise<void>;
  readonly fail: (code: ErrorCode, message: string) => Promise<void>;
}

let asked: Asked[] = [];

function result(last: number): RangeResult {
  return {
    startMs: 0,
    endMs: 1_000,
    stepMs: 1_000,
    count: 2,
    annotations: [],
    stats: { seriesCount: 1, samplesRead: 2, evaluationMs: 1 },
    series: [{ labels: [], values: Float64Array.of(0, last), present: null, histograms: null }],
  };
}

beforeEach(() => {
  asked = [];
  const queryRange = (query: RangeQuery): Promise<unknown> =>
    new Promise((resolve) => {
      asked.push({
        query,
        answer: async (value) => act(async () => resolve({ ok: true, value: packReply(value) })),
        fail: async (code, message) => act(async () => resolve({ ok: false, error: { code, message } })),
      });
    });
  vi.stubGlobal('sextant', { request: { 'engine.queryRange': queryRange }, on: {} });
  timeRangeStore.setState(timeRangeStore.getInitialState(), true);
  engineStore.setState(engineStore.getInitialState(), true);
  const active = { id: 'demo', endpoints: [{ scrapeIntervalMs: 2_000 }] } as unknown as Environment;
  environmentStore.setState({ loaded: true, active });
});

const EXPRS = ['rate(a[$interval])'];
const lastValue = (state: ReturnType<typeof useRangeQuery>): number | undefined =>
  state.results?.[0]?.series[0]?.values[1];

describe('useRangeQuery', () => {
  it('asks with the step and rate window of the range', async () => {
    const { result: hook } = renderHook(() => useRangeQuery(EXPRS, { maxPoints: 450 }));
    expect(asked[0]?.query).toMatchObject({
      expr: 'rate(a[8s])',
      stepMs: 2_000,
      range: { from: 'now-15m', to: 'now' },
    });
    await asked[0]?.answer(result(7));
    expect(lastValue(hook.current)).toBe(7);
    expect(hook.current.stale).toBe(false);
  });

  it('keeps the old answer, marked stale, until the one over the new range is there', async () => {
    const { result: hook } = renderHook(() => useRangeQuery(EXPRS));
    await asked[0]?.answer(result(1));
    act(() => timeRangeStore.getState().setRange({ from: 'now-6h', to: 'now' }));
    expect(lastValue(hook.current)).toBe(1);
    expect(hook.current.stale).toBe(true);
    expect(asked[1]?.query.supersedeKey).toBe(asked[0]?.query.supersedeKey);
    await asked[1]?.answer(result(2));
    expect(lastValue(hook.current)).toBe(2);
    expect(hook.current.stale).toBe(false);
  });

  it('drops an answer that comes after a newer question was asked', async () => {
    const { result: hook } = renderHook(() => useRangeQuery(EXPRS));
    act(() => timeRangeStore.getState().setRange({ from: 'now-6h', to: 'now' }));
    await asked[1]?.answer(result(2));
    await asked[0]?.answer(result(1));
    expect(lastValue(hook.current)).toBe(2);
  });

  it('shows an error beside the last answer and forgets it with the next', async () => {
    const { result: hook, rerender } = renderHook(({ run }) => useRangeQuery(EXPRS, { run }), {
      initialProps: { run: 0 },
    });
    await asked[0]?.answer(result(1));
    rerender({ run: 1 });
    await asked[1]?.fail('execution', 'too many samples');
    expect(hook.current.error?.message).toBe('too many samples');
    expect(lastValue(hook.current)).toBe(1);
    rerender({ run: 2 });
    await asked[2]?.answer(result(3));
    expect(hook.current.error).toBeNull();
  });

  it('asks again when new samples came, but not while a question is open', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      renderHook(() => useRangeQuery(EXPRS));
      const nextSamples = (): void => {
        act(() => {
          vi.advanceTimersByTime(2_000);
          engineStore.getState().invalidate(['series']);
          vi.advanceTimersByTime(1);
        });
      };
      nextSamples();
      expect(asked).toHaveLength(1);
      await asked[0]?.answer(result(1));
      nextSamples();
      expect(asked).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks nothing while off screen, without expressions or environment', () => {
    renderHook(() => useRangeQuery(EXPRS, { enabled: false }));
    renderHook(() => useRangeQuery([]));
    environmentStore.setState({ active: null });
    renderHook(() => useRangeQuery(EXPRS));
    expect(asked).toHaveLength(0);
  });

  it('shows nothing of another environment', async () => {
    const { result: hook } = renderHook(() => useRangeQuery(EXPRS));
    await asked[0]?.answer(result(1));
    const other = { id: 'other', endpoints: [] } as unknown as Environment;
    act(() => environmentStore.setState({ active: other }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(hook.current.results).toBeNull();
  });
});
