import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import { formatDateTime } from '../../lib/format-time.ts';
import { removeNote, useOwnNotes } from '../../state/chart-notes.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Notes.module.css';

/** The newest notes come first; older ones are read in the charts. */
const MAX_LISTED = 50;

/** The environment's notes with their times; each can be removed. */
export function NoteList({ utc }: { readonly utc: boolean }) {
  const notes = useOwnNotes();
  if (notes.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Notes">
      {notes
        .toReversed()
        .slice(0, MAX_LISTED)
        .map((note) => (
          <li key={note.id} className={classes.note} data-testid={testIds.charts.note}>
            <span className={`${classes.time} numeric`}>{formatDateTime(note.atMs, utc)}</span>
            <bdi className={classes.text}>{note.text}</bdi>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Remove the note ${note.text}`}
              onClick={() => void removeNote(note).catch(reportFailure('The note could not be removed'))}
            >
              <IconTrash size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
    </ul>
  );
}
