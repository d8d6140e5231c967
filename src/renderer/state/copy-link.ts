import { notifications } from '@mantine/notifications';
import { type DeepLink, formatDeepLink } from '../../shared/domain/deep-link.ts';
import { request } from '../ipc/client.ts';
import { environmentStore } from './environment-store.ts';
import { timeRangeStore } from './time-range-store.ts';

/** Copies a link that shows this in this environment, over the range that is chosen now. */
export async function copyLink(part: Pick<DeepLink, 'page'> & Partial<DeepLink>): Promise<void> {
  const link = formatDeepLink({
    environmentId: environmentStore.getState().active?.id ?? null,
    range: timeRangeStore.getState().range,
    dashboardId: null,
    queries: [],
    variables: [],
    ...part,
  });
  await request('app.copyText', link);
  notifications.show({
    title: 'Link copied',
    message: 'It opens Sextant where this environment has the same id, and asks before it shows anything.',
    autoClose: 4_000,
  });
}
