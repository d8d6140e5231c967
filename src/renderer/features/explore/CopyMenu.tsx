import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconLink } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { copyLink } from '../../state/copy-link.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Explore.module.css';

interface CopyMenuProps {
  /** The queries that are shown, for a link to them. */
  readonly exprs: readonly string[];
  /** null while there is nothing to copy. */
  readonly formats: { readonly csv: () => string; readonly json: () => string } | null;
}

function copy(what: string, text: string): void {
  request('app.copyText', text).then(
    () => notifications.show({ message: `${what} copied`, autoClose: 2_000 }),
    reportFailure(`${what} could not be copied`),
  );
}

/** Copies a result. */
export function CopyMenu({ formats, exprs }: CopyMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          aria-label="Copy"
          disabled={formats === null && exprs.length === 0}
          data-testid={testIds.explore.copyResult}
        >
          <IconCopy size={15} aria-hidden />
          <span className={classes.copyText}>Copy</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={formats === null} onClick={() => formats !== null && copy('CSV', formats.csv())}>
          As CSV
        </Menu.Item>
        <Menu.Item
          disabled={formats === null}
          onClick={() => formats !== null && copy('JSON', formats.json())}
        >
          As JSON
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLink size={15} aria-hidden />}
          disabled={exprs.length === 0}
          onClick={() =>
            copyLink({ page: 'explore', queries: exprs }).catch(reportFailure('The link could not be copied'))
          }
          data-testid={testIds.explore.copyLink}
        >
          Copy link
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
