import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { engineStore } from '../state/engine-store.ts';
import { ScrapingBanner } from './ScrapingBanner.tsx';

const NOW_MS = 1_700_000_000_000;

function become(status: Partial<EngineStatus>): void {
  const base = { nowMs: NOW_MS, targetsTotal: 2, targetsUp: 0, interrupted: null, lastSampleAtMs: NOW_MS };
  act(() => engineStore.setState({ status: { ...base, ...status } as EngineStatus }));
}

beforeEach(() => {
  engineStore.setState({ status: null });
  render(
    <MantineProvider>
      <ScrapingBanner />
    </MantineProvider>,
  );
});

describe('the banner of scraping', () => {
  it('says that there is no network, and how old the last sample is', () => {
    become({ interrupted: 'offline', lastSampleAtMs: NOW_MS - 42_000 });
    const banner = screen.getByTestId('scraping-banner');
    expect(banner.dataset.state).toBe('offline');
    expect(banner.textContent).toContain('This computer has no network.');
    expect(banner.textContent).toContain('Last sample 42 s ago.');
    become({ interrupted: null });
    expect(screen.queryByTestId('scraping-banner')).toBeNull();
  });

  it('says that scraping is paused, and of the first sample that it is still to come', () => {
    become({ interrupted: 'paused', lastSampleAtMs: null });
    expect(screen.getByTestId('scraping-banner').textContent).toContain('No sample came yet.');
  });

  it('tells of old samples whatever the reason, and of none where there are no targets', () => {
    become({ lastSampleAtMs: NOW_MS - 59_000 });
    expect(screen.queryByTestId('scraping-banner')).toBeNull();
    become({ lastSampleAtMs: NOW_MS - 61_000 });
    expect(screen.getByTestId('scraping-banner').dataset.state).toBe('stale');
    become({ lastSampleAtMs: NOW_MS - 61_000, targetsTotal: 0 });
    expect(screen.queryByTestId('scraping-banner')).toBeNull();
  });
});
