import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, useState } from 'react';
import { diffDashboards } from '../../../../shared/dashboards/diff/diff-dashboards.ts';
import { exportGrafanaDashboard } from '../../../../shared/dashboards/grafana/export-grafana.ts';
import { AppError } from '../../../../shared/errors.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { dashboardsStore } from '../dashboards-store.ts';
import { ChangeList } from './ChangeList.tsx';
import { type Draft, editStore } from './edit-store.ts';

interface SaveFormProps {
  readonly storeKey: string;
  readonly id: string;
  readonly draft: Draft;
  readonly onDone: () => void;
}

/** Saves the draft with a word on why; shows what changed since it was opened. */
export function SaveForm({ storeKey, id, draft, onDone }: SaveFormProps) {
  const [message, setMessage] = useState('');
  const [failure, setFailure] = useState<AppError | null>(null);
  const [isSaving, setSaving] = useState(false);
  const changes = useMemo(() => diffDashboards(draft.base, draft.present), [draft]);
  const save = (overwrites: boolean): void => {
    setSaving(true);
    const text = exportGrafanaDashboard(draft.present);
    const base = overwrites ? null : exportGrafanaDashboard(draft.base);
    request('dashboards.save', { id, text, message: message.trim(), base }).then(
      ({ dashboard }) => {
        editStore.getState().end(storeKey);
        editStore.getState().begin(storeKey, dashboard);
        dashboardsStore.getState().changed();
        notifications.show({ message: 'Dashboard saved', autoClose: 2_500 });
        onDone();
      },
      (thrown: unknown) => {
        setSaving(false);
        setFailure(thrown instanceof AppError ? thrown : new AppError('internal', String(thrown)));
      },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="What changed"
          description="Shown in the list of versions; may be empty"
          value={message}
          maxLength={500}
          data-autofocus
          data-testid={testIds.dashboards.saveMessage}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <ChangeList changes={changes} />
        {failure !== null && (
          <Alert color="red" title="Not saved" role="alert">
            {failure.message}
            {failure.code === 'conflict' && ' Saving overwrites that; it stays among the versions.'}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onDone}>
            Cancel
          </Button>
          {failure?.code === 'conflict' ? (
            <Button
              color="red"
              loading={isSaving}
              onClick={() => save(true)}
              data-testid={testIds.dashboards.saveOverwrite}
            >
              Overwrite
            </Button>
          ) : (
            <Button type="submit" loading={isSaving} data-testid={testIds.dashboards.saveSubmit}>
              Save
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
