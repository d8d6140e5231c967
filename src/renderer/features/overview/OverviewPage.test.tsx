import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Environment } from '../../../shared/domain/environment.ts';
import type { TargetView } from '../../../shared/domain/target.ts';
import { packReply } from '../../../shared/ipc/packed-reply.ts';
import { engineStore } from '../../state/engine-store.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { OverviewPage } from './OverviewPage.tsx';

const NOTHING = {
  kind: 'vector',
  atMs: 0,
  rows: [],
  text: '',
  annotations: [],
  stats: { seriesCount: 0, samplesRead: 0, evaluationMs: 0 },
};
const UP_ONLY = {
  ...NOTHING,
  rows: [
    { labels: [['__name__', 'up']], times: Float64Array.of(0), values: Float64Array.of(1), histograms: null },
  ],
};

function target(change: Partial<TargetView>): TargetView {
  return { id: 'a', endpointName: 'Shop', health: 'unknown', lastScrape: null, ...change } as TargetView;
}

const REFUSED = {
  failure: { message: 'The connection was refused.', remedy: 'Start the service.' },
} as TargetView['lastScrape'];

function show(answers: { targets: readonly TargetView[]; counts?: unknown; error?: string }): void {
  const ok = (value: unknown) => async () => ({ ok: true, value });
  vi.stubGlobal('sextant', {
    request: {
      'engine.listMetadata':
        answers.error === undefined
          ? ok([])
          : async () => ({ ok: false, error: { code: 'unavailable', message: answers.error } }),
      'engine.queryInstant': ok(packReply(answers.counts ?? NOTHING)),
      'engine.listTargets': ok(answers.targets),
    },
    on: {},
  });
  render(
    <MantineProvider env="test">
      <OverviewPage />
    </MantineProvider>,
  );
}

beforeEach(() => {
  navigationStore.setState(navigationStore.getInitialState(), true);
  engineStore.setState(engineStore.getInitialState(), true);
  environmentStore.setState({ loaded: true, active: { id: 'e', endpoints: [] } as unknown as Environment });
});

describe('Overview without metrics', () => {
  it('asks for an endpoint where there is none', async () => {
    show({ targets: [] });
    await userEvent.click(await screen.findByRole('button', { name: 'Add an endpoint' }));
    expect(navigationStore.getState().endpointForm).toBe('new');
  });

  it('waits for the first scrape', async () => {
    show({ targets: [target({})] });
    expect(await screen.findByText('Waiting for the first scrape…')).toBeVisible();
  });

  it('says why a target is down, also when its `up` series is there already', async () => {
    show({ targets: [target({ health: 'down', lastScrape: REFUSED })], counts: UP_ONLY });
    expect(await screen.findByText('Shop is down')).toBeVisible();
    expect(screen.getByText(/The connection was refused\. Start the service\./)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show targets' }));
    expect(navigationStore.getState().page).toBe('targets');
  });

  it('shows what failed, and recovers by itself', async () => {
    show({ targets: [], error: 'The engine is starting.' });
    expect(await screen.findByRole('alert')).toHaveTextContent('The engine is starting.');
    vi.stubGlobal('sextant', {
      request: {
        'engine.listMetadata': async () => ({ ok: true, value: [] }),
        'engine.queryInstant': async () => ({ ok: true, value: packReply(NOTHING) }),
        'engine.listTargets': async () => ({ ok: true, value: [] }),
      },
      on: {},
    });
    act(() => engineStore.getState().invalidate(['metadata']));
    expect(await screen.findByText('No endpoints yet')).toBeVisible();
  });
});
