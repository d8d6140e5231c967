import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { StoredDashboard } from '../../../../shared/domain/dashboard-library.ts';
import { dashboardsStore } from '../dashboards-store.ts';
import { ImportedView } from './ImportedView.tsx';
import { ImportForm } from './ImportForm.tsx';

interface ImportDialogProps {
  readonly environmentId: string;
  /** null while the dialog is closed; a file that was dropped is imported at once. */
  readonly request: { readonly file: File | null } | null;
  readonly onClose: () => void;
}

/** Takes a Grafana dashboard and tells what became of it. */
export function ImportDialog({ environmentId, request, onClose }: ImportDialogProps) {
  const [imported, setImported] = useState<StoredDashboard | null>(null);
  const close = (): void => {
    if (imported !== null) dashboardsStore.getState().changed();
    setImported(null);
    onClose();
  };
  return (
    <Modal
      opened={request !== null}
      onClose={close}
      size={680}
      title={imported === null ? 'Import a Grafana dashboard' : 'Imported'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {request !== null &&
        (imported === null ? (
          <ImportForm file={request.file} onImported={setImported} onCancel={close} />
        ) : (
          <ImportedView
            imported={imported}
            onOpen={() => {
              close();
              dashboardsStore.getState().openDashboard(environmentId, imported.id);
            }}
            onClose={close}
          />
        ))}
    </Modal>
  );
}
