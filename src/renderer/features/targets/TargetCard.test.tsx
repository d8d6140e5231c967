import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  NOTHING_DROPPED,
  type ScrapeStep,
  type TargetView,
  UNKNOWN_CARDINALITY,
} from '../../../shared/domain/target.ts';
import { TargetCard } from './TargetCard.tsx';
import type { SecretStatus } from './use-secret-status.ts';

const SECRET = { secretRef: 'a/token', state: 'locked', message: 'Unlock the keychain.' } as SecretStatus;

function show(step: ScrapeStep): void {
  const lastScrape = { atMs: 0, durationMs: 1, samplesScraped: 0, bodyBytes: 0, dropped: NOTHING_DROPPED };
  const target = {
    id: 'a',
    endpointId: 'a',
    endpointName: 'Shop',
    health: 'down',
    scrapeIntervalMs: 15_000,
    scrapeTimeoutMs: 10_000,
    labels: [],
    notScraped: null,
    cardinality: UNKNOWN_CARDINALITY,
    lastScrape: { ...lastScrape, failure: { step, message: 'Nothing was sent.', remedy: '' } },
    lastSuccessAtMs: null,
    recentFailures: [],
    certificateExpiresAtMs: null,
    credentialExpiries: [],
  } as unknown as TargetView;
  render(
    <MantineProvider>
      <TargetCard target={target} nowMs={0} focused={false} isOwn limits={null} secrets={[SECRET]} />
    </MantineProvider>,
  );
}

describe('a target', () => {
  it('says once that its credential is at fault', () => {
    show('credential');
    expect(screen.getByText('Nothing was sent.')).toBeDefined();
    expect(screen.queryByTestId('target-credential')).toBeNull();
  });

  it('tells of its credential beside another fault', () => {
    show('status');
    expect(screen.getByTestId('target-credential').textContent).toBe('Unlock the keychain.');
  });
});
