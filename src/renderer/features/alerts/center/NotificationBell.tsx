import { ActionIcon, Button, Indicator, Popover, ScrollArea } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { NoticeItem } from './NoticeItem.tsx';
import classes from './NotificationBell.module.css';
import { useNotices } from './use-notices.ts';

/** The list of notifications behind a bell with the number of unread ones: it mirrors those of the desktop. */
export function NotificationBell() {
  const notices = useNotices();
  const [opened, setOpened] = useState(false);
  const unread = notices.filter(({ read }) => !read);
  const markRead = (): void => {
    if (unread.length === 0) return;
    request('notices.markRead', { ids: unread.map(({ id }) => id) }).catch(
      reportFailure('Notifications could not be marked'),
    );
  };
  const name = unread.length === 0 ? 'Notifications' : `Notifications, ${unread.length} unread`;
  return (
    <Popover
      opened={opened}
      onChange={(next) => {
        // What was unread stays marked as new for as long as the list is looked at.
        if (!next) markRead();
        setOpened(next);
      }}
      position="bottom-end"
      width={400}
      shadow="lg"
      trapFocus
    >
      <Indicator
        label={unread.length > 99 ? '99+' : unread.length}
        size={15}
        offset={4}
        color="red"
        disabled={unread.length === 0}
      >
        <Popover.Target>
          <ActionIcon
            variant="default"
            size={32}
            aria-label={name}
            data-testid={testIds.alerts.notifications}
            onClick={() => {
              if (opened) markRead();
              setOpened(!opened);
            }}
          >
            <IconBell size={17} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications" data-testid={testIds.alerts.notificationList}>
        <header className={classes.header}>
          <h2>Notifications</h2>
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={notices.length === 0}
            onClick={() => request('notices.clear').catch(reportFailure('The list could not be cleared'))}
          >
            Clear
          </Button>
        </header>
        {notices.length === 0 ? (
          <p className={classes.empty}>
            Nothing yet. What is told on the desktop is listed here too, and what was held back in quiet
            hours.
          </p>
        ) : (
          <ScrollArea.Autosize mah={480}>
            <ul className={classes.list}>
              {notices.map((notice) => (
                <NoticeItem
                  key={notice.id}
                  notice={notice}
                  onDone={() => {
                    markRead();
                    setOpened(false);
                  }}
                />
              ))}
            </ul>
          </ScrollArea.Autosize>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
