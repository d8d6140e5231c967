import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Panels.module.css';

interface PanelInfoProps {
  readonly title: string;
  readonly description: string;
  /** What the panel shows otherwise than its file says. */
  readonly notes: readonly string[];
}

const EVENTS = { hover: true, focus: true, touch: true };

/** What a panel's author says of it, and what is not as in its file. */
export function PanelInfo({ title, description, notes }: PanelInfoProps) {
  return (
    <>
      {description !== '' && (
        <Tooltip label={<bdi>{description}</bdi>} multiline maw={380} events={EVENTS}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={`About ${title}: ${description}`}>
            <IconInfoCircle size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {notes.length > 0 && (
        <Tooltip label={notes.join(' ')} multiline maw={380} events={EVENTS}>
          <ActionIcon
            className={classes.note ?? ''}
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`${title} differs from its file: ${notes.join(' ')}`}
            data-testid={testIds.dashboards.panelNotes}
          >
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}
