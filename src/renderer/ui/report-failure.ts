import { notifications } from '@mantine/notifications';

/** Tells the user that something they asked for did not happen. For promises that nobody waits for. */
export function reportFailure(title: string): (thrown: unknown) => void {
  return (thrown) => {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    notifications.show({ title, message, color: 'red', autoClose: false });
  };
}
