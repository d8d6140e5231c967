import { ActionIcon, Button, Group, Menu, Modal, Text, Tooltip } from '@mantine/core';
import { IconDots, IconFileText, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { PageDrawer } from './page/PageDrawer.tsx';
import classes from './TargetCard.module.css';

/** What can be done with a target that is scraped here. */
export function TargetActions({ target }: { readonly target: TargetView }) {
  const [removing, setRemoving] = useState(false);
  const [reading, setReading] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const remove = (): void => {
    setRemoving(false);
    request('endpoints.remove', { endpointId: target.endpointId })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure(`${target.endpointName} could not be removed`));
  };
  return (
    <div className={classes.actions}>
      <Tooltip label="Scrape now">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Scrape ${target.endpointName} now`}
          onClick={() => {
            request('endpoints.scrapeNow', { endpointId: target.endpointId }).catch(
              reportFailure(`${target.endpointName} could not be scraped`),
            );
          }}
        >
          <IconRefresh size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Raw body">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Raw body of ${target.endpointName}`}
          data-testid={testIds.targets.targetPage}
          onClick={() => setReading(true)}
        >
          <IconFileText size={17} />
        </ActionIcon>
      </Tooltip>
      <PageDrawer
        endpointId={target.endpointId}
        endpointName={target.endpointName}
        opened={reading}
        onClose={() => setReading(false)}
      />
      <Tooltip label="Edit">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit ${target.endpointName}`}
          data-testid={testIds.targets.targetEdit}
          onClick={() => navigationStore.getState().openEndpointForm(target.endpointId)}
        >
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={more} variant="subtle" color="gray" aria-label={`More for ${target.endpointName}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setRemoving(true)}>
            Remove endpoint…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={removing}
        onClose={() => setRemoving(false)}
        // The menu's item that opened it is gone by then.
        returnFocus={false}
        onExitTransitionEnd={() => more.current?.focus()}
        title={`Remove ${target.endpointName}?`}
      >
        <Text size="sm">
          It is scraped no more and its credential is deleted from the keychain. Its history stays until it is
          older than the retention.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setRemoving(false)} data-autofocus>
            Keep
          </Button>
          <Button color="red" onClick={remove}>
            Remove
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
