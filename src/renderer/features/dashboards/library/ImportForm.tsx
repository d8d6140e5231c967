import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { MAX_DASHBOARD_TEXT, type StoredDashboard } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import classes from './Library.module.css';
import { useFileDrop } from './use-file-drop.ts';

interface ImportFormProps {
  /** A file to import at once. */
  readonly file: File | null;
  readonly onImported: (dashboard: StoredDashboard) => void;
  readonly onCancel: () => void;
}

/** Text of this length would make the field slow, and nobody edits it there: it is imported at once. */
const LARGE_TEXT = 50_000;

/** A dashboard as a dropped or chosen file, or as text. */
export function ImportForm({ file, onImported, onCancel }: ImportFormProps) {
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const importText = useCallback(
    async (json: string): Promise<void> => {
      setBusy(true);
      setFailure(null);
      try {
        onImported(await request('dashboards.import', { text: json }));
      } catch (thrown) {
        setFailure((thrown as Error).message);
      } finally {
        setBusy(false);
      }
    },
    [onImported],
  );
  const importFile = useCallback(
    (chosen: File): void => {
      if (chosen.size > MAX_DASHBOARD_TEXT) {
        setFailure(`${chosen.name} is larger than 10 MiB; no dashboard is.`);
        return;
      }
      chosen.text().then(importText, () => setFailure(`${chosen.name} can’t be read.`));
    },
    [importText],
  );
  useEffect(() => {
    if (file !== null) importFile(file);
  }, [file, importFile]);
  const { isOver, handlers } = useFileDrop(importFile);
  return (
    <form
      {...handlers}
      onSubmit={(event) => {
        event.preventDefault();
        void importText(text);
      }}
    >
      <Stack gap="md">
        <div className={classes.drop} data-over={isOver || undefined}>
          <IconFileUpload size={22} stroke={1.5} aria-hidden />
          <span>Drop a .json file here, or</span>
          <FileButton
            accept=".json,application/json"
            onChange={(chosen) => chosen !== null && importFile(chosen)}
            inputProps={{ 'data-testid': testIds.dashboards.importFile } as object}
          >
            {(props) => (
              <Button {...props} variant="default" loading={busy}>
                Choose a file
              </Button>
            )}
          </FileButton>
        </div>
        <Textarea
          label="Or paste the dashboard’s JSON"
          description="In Grafana: Export, then Export as JSON. Any version."
          rows={8}
          spellCheck={false}
          classNames={{ input: classes.json ?? '' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain');
            if (pasted.length < LARGE_TEXT) return;
            event.preventDefault();
            void importText(pasted);
          }}
          data-testid={testIds.dashboards.importText}
        />
        {failure !== null && (
          <Text size="sm" c="var(--sx-bad)" role="alert" data-testid={testIds.dashboards.importFailure}>
            {failure}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={text.trim() === ''}
            data-testid={testIds.dashboards.importSubmit}
          >
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
