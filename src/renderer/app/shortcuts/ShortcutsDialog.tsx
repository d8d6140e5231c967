import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import {
  COMMAND_NAMES,
  COMMANDS,
  OTHER_SHORTCUTS,
  SHORTCUT_GROUPS,
  type Shortcut,
} from '../../../shared/domain/shortcut.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { shellStore, useShell } from '../../state/shell-store.ts';
import { strokeKeys } from './key-strokes.ts';
import { IS_MAC } from './platform.ts';
import classes from './ShortcutsDialog.module.css';

const ALL: readonly Shortcut[] = [
  ...COMMAND_NAMES.map((name): Shortcut => COMMANDS[name]),
  ...OTHER_SHORTCUTS,
];

/** The keyboard map: every key of the window by what it is for. */
export function ShortcutsDialog() {
  const opened = useShell((state) => state.dialog === 'shortcuts');
  return (
    <Modal
      opened={opened}
      onClose={() => shellStore.getState().openDialog(null)}
      title="Keyboard shortcuts"
      size={860}
    >
      <div className={classes.groups} data-testid={testIds.shell.shortcuts}>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} className={classes.group} aria-label={group}>
            <h3 className={classes.title}>{group}</h3>
            <dl className={classes.list}>
              {ALL.filter((entry) => entry.group === group && entry.keys.length > 0).map((entry) => (
                <div key={entry.label} className={classes.row}>
                  <dt>{entry.label}</dt>
                  <dd className={classes.keys}>
                    {entry.keys.slice(0, 2).map((keys, i) => (
                      <Fragment key={keys}>
                        {i > 0 && <span className={classes.word}>or</span>}
                        <Keys keys={keys} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={classes.combo}>
      {keys
        .split(' ')
        .flatMap((stroke) => strokeKeys(stroke, IS_MAC))
        .map((key, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may come twice, and the order never changes
          <Kbd key={i} size="xs">
            {key}
          </Kbd>
        ))}
    </span>
  );
}
