import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { MAX_CHART_NOTE_TEXT } from '../../../shared/domain/chart-note.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { onNoteRequest } from '../../charts/note-request.ts';
import { formatDateTime } from '../../lib/format-time.ts';
import { saveNote } from '../../state/chart-notes.ts';
import { useSettings } from '../../state/settings-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { NoteList } from './NoteList.tsx';

/** Takes a note at the time that was pointed at in a chart, beside those that there are. */
export function NotesDialog() {
  const [atMs, setAtMs] = useState<number | null>(null);
  useEffect(() => onNoteRequest(setAtMs), []);
  return (
    <Modal opened={atMs !== null} onClose={() => setAtMs(null)} title="Note" size={520}>
      {atMs !== null && <NoteForm atMs={atMs} onClose={() => setAtMs(null)} />}
    </Modal>
  );
}

function NoteForm({ atMs, onClose }: { readonly atMs: number; readonly onClose: () => void }) {
  const utc = useSettings((state) => state.settings.utc);
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    saveNote({ id: crypto.randomUUID(), atMs, text: text.trim() }).then(
      onClose,
      reportFailure('The note could not be kept'),
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={`What happened at ${formatDateTime(atMs, utc)}`}
          description="Shown in all charts of this environment, on this computer."
          placeholder="Deployed 4.2.0"
          data-autofocus
          maxLength={MAX_CHART_NOTE_TEXT}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid={testIds.charts.noteText}
        />
        <NoteList utc={utc} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={text.trim() === ''} data-testid={testIds.charts.noteSave}>
            Add note
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
