import { ActionIcon, Button, Group, Menu, Modal, Textarea } from '@mantine/core';
import { IconBellOff, IconCheck, IconDots, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { AlertMark } from '../../../shared/domain/alert-timeline.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { matchersOf } from './silences/matcher-text.ts';
import { silencePanelStore } from './silences/silence-panel-store.ts';

/** What can be done with an active alert: silence it, or say that somebody has seen it. */
export function AlertActions({ mark }: { readonly mark: AlertMark }) {
  const [asking, setAsking] = useState(false);
  const { alert, acknowledgement } = mark;
  const fingerprints = [alert.fingerprint];
  const withdraw = (): void => {
    request('alerts.withdrawAcknowledgement', { fingerprints }).catch(
      reportFailure('The acknowledgement could not be withdrawn'),
    );
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Actions for ${alert.ruleName}`}
            data-testid={testIds.alerts.alertActions}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconBellOff size={15} />}
            onClick={() => silencePanelStore.getState().openNew(matchersOf(alert.labels))}
            data-testid={testIds.alerts.alertSilence}
          >
            Silence…
          </Menu.Item>
          {acknowledgement === null ? (
            <Menu.Item
              leftSection={<IconCheck size={15} />}
              onClick={() => setAsking(true)}
              data-testid={testIds.alerts.alertAcknowledge}
            >
              Acknowledge…
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconX size={15} />} onClick={withdraw}>
              Withdraw acknowledgement
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title={`Acknowledge ${alert.ruleName}`}>
          <AcknowledgeForm fingerprints={fingerprints} onDone={() => setAsking(false)} />
        </Modal>
      )}
    </>
  );
}

interface AcknowledgeFormProps {
  readonly fingerprints: string[];
  readonly onDone: () => void;
}

function AcknowledgeForm({ fingerprints, onDone }: AcknowledgeFormProps) {
  const [comment, setComment] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        request('alerts.acknowledge', { fingerprints, comment: comment.trim() }).then(
          onDone,
          reportFailure('The alert could not be acknowledged'),
        );
      }}
    >
      <Textarea
        label="Comment"
        description="You are not reminded of this alert until it has resolved."
        placeholder="What is done about it"
        autosize
        minRows={2}
        maxLength={4096}
        data-autofocus
        data-testid={testIds.alerts.acknowledgeComment}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" data-testid={testIds.alerts.acknowledgeSave}>
          Acknowledge
        </Button>
      </Group>
    </form>
  );
}
