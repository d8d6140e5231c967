import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIME_RANGE, selectIsLive, selectIsZoomed, timeRangeStore } from './time-range-store.ts';

beforeEach(() => timeRangeStore.setState(timeRangeStore.getInitialState(), true));

describe('the time range', () => {
  it('goes back through zooms', () => {
    timeRangeStore.getState().zoomTo(1_000.4, 2_000.6);
    expect(timeRangeStore.getState().range).toEqual({ from: 1_000, to: 2_001 });
    timeRangeStore.getState().zoomTo(1_200, 1_500);
    timeRangeStore.getState().back();
    expect(timeRangeStore.getState().range).toEqual({ from: 1_000, to: 2_001 });
    timeRangeStore.getState().back();
    timeRangeStore.getState().back();
    expect(timeRangeStore.getState().range).toEqual(DEFAULT_TIME_RANGE);
  });

  it('leaves all zooms at once, for the range that followed now', () => {
    const { setRange, zoomTo, resetZoom } = timeRangeStore.getState();
    expect(selectIsZoomed(timeRangeStore.getState())).toBe(false);
    setRange({ from: 'now-6h', to: 'now' });
    zoomTo(1_000, 2_000);
    zoomTo(1_200, 1_500);
    expect(selectIsZoomed(timeRangeStore.getState())).toBe(true);
    resetZoom();
    expect(timeRangeStore.getState()).toMatchObject({
      range: { from: 'now-6h', to: 'now' },
      history: [DEFAULT_TIME_RANGE],
    });
    expect(selectIsZoomed(timeRangeStore.getState())).toBe(false);
  });

  it('grows with a young history until a range is chosen', () => {
    const { noteHistory, setRange } = timeRangeStore.getState();
    noteHistory(5_000);
    expect(timeRangeStore.getState().range).toEqual({ from: 'now-30s', to: 'now' });
    noteHistory(90_000);
    expect(timeRangeStore.getState().range).toEqual({ from: 'now-2m', to: 'now' });
    noteHistory(3_600_000);
    expect(timeRangeStore.getState()).toMatchObject({ range: DEFAULT_TIME_RANGE, history: [] });
    setRange({ from: 'now-6h', to: 'now' });
    noteHistory(5_000);
    expect(timeRangeStore.getState().range).toEqual({ from: 'now-6h', to: 'now' });
  });

  it('is live only while it follows now, refreshes and is not paused', () => {
    expect(selectIsLive(timeRangeStore.getState())).toBe(true);
    timeRangeStore.getState().togglePaused();
    expect(selectIsLive(timeRangeStore.getState())).toBe(false);
    timeRangeStore.getState().togglePaused();
    timeRangeStore.getState().zoomTo(1, 2);
    expect(selectIsLive(timeRangeStore.getState())).toBe(false);
    timeRangeStore.getState().setRange({ from: 'now-1h', to: 'now' });
    timeRangeStore.getState().setRefresh(null);
    expect(selectIsLive(timeRangeStore.getState())).toBe(false);
  });
});
