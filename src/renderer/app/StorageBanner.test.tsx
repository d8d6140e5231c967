import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineStatus, StorageState } from '../../shared/domain/engine-status.ts';
import { engineStore } from '../state/engine-store.ts';
import { StorageBanner } from './StorageBanner.tsx';

function become(storageState: StorageState, storageMessage = '', environmentId = 'shop'): void {
  act(() =>
    engineStore.setState({ status: { environmentId, storageState, storageMessage } as EngineStatus }),
  );
}

beforeEach(() => {
  notifications.clean();
  engineStore.setState({ status: null });
  render(
    <MantineProvider>
      <Notifications />
      <StorageBanner />
    </MantineProvider>,
  );
});

describe('the banner of the history', () => {
  it('stays while history is not stored, and its end is told once', async () => {
    become('ok');
    expect(screen.queryByTestId('storage-banner')).toBeNull();
    become('memory_only', 'The disk is full.');
    expect(screen.getByRole('alert').textContent).toContain('The disk is full.');
    expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
    become('ok');
    expect(screen.queryByTestId('storage-banner')).toBeNull();
    expect(await screen.findByText('History is stored again')).toBeDefined();
  });

  it('can be dismissed where something was lost, until something else is', () => {
    become('recovered', 'The first loss.');
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('storage-banner')).toBeNull();
    become('recovered', 'Another loss.');
    expect(screen.getByTestId('storage-banner').textContent).toContain('Another loss.');
  });

  it('tells nothing of another environment', () => {
    become('locked', 'Open elsewhere.', 'other');
    become('ok');
    expect(screen.queryByText('History is stored again')).toBeNull();
  });
});
