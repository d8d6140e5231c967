import { Button, Checkbox, Group, Modal, SegmentedControl, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { RequestOf } from '../../../../shared/ipc/contract.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { environmentStore } from '../../../state/environment-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../../../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../../../ui/report-failure.ts';
import { ChangeList } from './ChangeList.tsx';
import classes from './EnvironmentFile.module.css';
import { ImportUrl } from './ImportUrl.tsx';
import { OpenBundle } from './OpenBundle.tsx';
import type { Preview } from './preview.ts';

type Item = Preview['items'][number];
type Choice = RequestOf<'environmentFiles.confirmImport'>['choices'][number]['choice'];

/** Shows what a file or a folder would bring before any of it is kept. */
export function ImportPreview({
  preview,
  onOpened,
  onClose,
}: {
  readonly preview: Preview | null;
  /** An encrypted file was opened. */
  readonly onOpened: (preview: Preview) => void;
  readonly onClose: () => void;
}) {
  return (
    <Modal opened={preview !== null} onClose={onClose} title="Import environments" size="lg">
      {preview !== null &&
        (preview.locked ? (
          <OpenBundle key={preview.token} preview={preview} onOpened={onOpened} onClose={onClose} />
        ) : (
          <Items key={preview.token} preview={preview} onOpened={onOpened} onClose={onClose} />
        ))}
    </Modal>
  );
}

function firstChoice({ fault, conflict }: Item): Choice {
  return fault !== '' || conflict !== null ? 'skip' : 'both';
}

interface ItemsProps {
  readonly preview: Preview;
  readonly onOpened: (preview: Preview) => void;
  readonly onClose: () => void;
}

function Items({ preview, onOpened, onClose }: ItemsProps) {
  const { items, token } = preview;
  const [choices, setChoices] = useState<readonly Choice[]>(items.map(firstChoice));
  const [follow, setFollow] = useState(false);
  const [busy, setBusy] = useState(false);
  const count = choices.filter((choice) => choice !== 'skip').length;

  async function confirm(): Promise<void> {
    const chosen = choices.map((choice, key) => ({ key, choice }));
    const { ids, note } = await request('environmentFiles.confirmImport', { token, choices: chosen, follow });
    await environmentStore.getState().load();
    notifications.show({
      title: ids.length === 1 ? 'Environment imported' : `${ids.length} environments imported`,
      message: note ?? 'Nothing connects before you open one in the switcher.',
      color: note === null ? 'azure' : 'yellow',
    });
    onClose();
  }

  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        From {preview.place}. Nothing is kept and nothing connects before you confirm.
      </Text>
      {items.length === 0 && <p>There is no environment file in this folder.</p>}
      {items.map((item, i) => (
        <ItemView
          key={item.key}
          item={item}
          choice={choices[i] ?? 'skip'}
          onUrl={(url) => request('environmentFiles.giveUrl', { token, url }).then(onOpened)}
          onChoice={(choice) => setChoices(choices.map((other, at) => (at === i ? choice : other)))}
        />
      ))}
      {preview.canFollow && (
        <Checkbox
          mt="sm"
          label="Follow these files: show their changes here before they are taken over"
          checked={follow}
          data-testid={testIds.settings.importFollow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={count === 0}
          loading={busy}
          data-autofocus
          data-testid={testIds.settings.importConfirm}
          onClick={() => {
            setBusy(true);
            confirm()
              .catch(reportFailure('The import failed'))
              .finally(() => setBusy(false));
          }}
        >
          Import {count === 1 ? 'one environment' : `${count} environments`}
        </Button>
      </Group>
    </>
  );
}

function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** What the file holds, without what it has none of. */
function describeContents({
  endpointCount,
  serverCount,
  ruleFileCount,
  credentialCount,
  secretCount,
}: Item): string {
  const parts = [
    endpointCount > 0 && plural(endpointCount, 'endpoint'),
    serverCount > 0 && plural(serverCount, 'server'),
    ruleFileCount > 0 && plural(ruleFileCount, 'rule file'),
    credentialCount > 0 && `${plural(credentialCount, 'credential')} to fill`,
    secretCount > 0 &&
      `${plural(secretCount, 'credential')} of the file ${secretCount === 1 ? 'goes' : 'go'} to the keychain`,
  ].filter(Boolean);
  return parts.length === 0 ? 'It has no endpoint yet.' : `${parts.join(', ')}.`;
}

/** As many titles as can be taken in. */
const SHOWN_TITLES = 12;

function listTitles(titles: readonly string[]): string {
  const shown = titles.slice(0, SHOWN_TITLES).join(', ');
  return titles.length > SHOWN_TITLES ? `${shown} and ${titles.length - SHOWN_TITLES} more` : shown;
}

interface ItemViewProps {
  readonly item: Item;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onUrl: (url: string) => Promise<void>;
}

function ItemView({ item, choice, onChoice, onUrl }: ItemViewProps) {
  const { name, kind, fault, hosts, notes, conflict } = item;
  const data =
    conflict === null
      ? [
          { value: 'skip', label: 'Leave out' },
          { value: 'both', label: 'Import' },
        ]
      : [
          { value: 'skip', label: 'Keep mine' },
          { value: 'replace', label: 'Replace' },
          { value: 'both', label: 'Both' },
        ];
  return (
    <section className={classes.item} data-testid={testIds.settings.importItem} aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <EnvironmentIcon kind={kind} />
          <strong>
            <bdi>{name}</bdi>
          </strong>
          {fault === '' && <Text size="sm">{ENVIRONMENT_KIND_NAMES[kind]}</Text>}
        </Group>
        {fault === '' && (
          <SegmentedControl
            size="xs"
            aria-label={`What to do with ${name}`}
            data={data}
            value={choice}
            onChange={(value) => onChoice(value as Choice)}
          />
        )}
      </Group>
      {item.needsUrl ? (
        <>
          <Text size="sm" mt={4} data-testid={testIds.settings.importFault}>
            This is an http_config alone: it says how to ask, and not whom. Enter the URL that it is for.
          </Text>
          <ImportUrl onUrl={onUrl} />
        </>
      ) : fault !== '' ? (
        <Text size="sm" c="red" mt={4} data-testid={testIds.settings.importFault}>
          It can’t be imported: {fault}
        </Text>
      ) : (
        <>
          <Text size="sm" mt={4}>
            {describeContents(item)}
          </Text>
          <Text size="sm" mt={4}>
            Hosts: <bdi data-testid={testIds.settings.importHosts}>{hosts.join(', ') || 'none'}</bdi>
          </Text>
          {item.dashboards.length > 0 && (
            <Text size="sm" mt={4} data-testid={testIds.settings.importDashboards}>
              {plural(item.dashboards.length, 'dashboard')}: <bdi>{listTitles(item.dashboards)}</bdi>
            </Text>
          )}
          {notes.length > 0 && (
            <ul className={classes.notes}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          {conflict !== null && (
            <>
              <Text size="sm" mt={6}>
                {conflict.name} is here already. Replaced, it would change so; its file is kept as a copy.
                {item.dashboards.length > 0 &&
                  ' A dashboard with the same file name is replaced too, and stays among its versions.'}
              </Text>
              <ChangeList changes={conflict.changes} />
            </>
          )}
        </>
      )}
    </section>
  );
}
