import type { Environment } from '../../shared/domain/environment.ts';
import { displayName } from '../environments/display-name.ts';

const PAGE_TITLES: ReadonlySet<string> = new Set([
  'Overview',
  'Explore',
  'Dashboards',
  'Alerts',
  'Targets',
  'Settings',
]);

/** "environment — page"; `pageTitle` is the page's own title, of which the last part counts where it names a page. */
export function windowTitle(environment: Environment | null, pageTitle: string): string {
  if (environment === null) return 'Sextant';
  const page = pageTitle.split(' — ').at(-1) ?? '';
  return `${displayName(environment)} — ${PAGE_TITLES.has(page) ? page : 'Sextant'}`;
}
