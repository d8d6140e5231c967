import type { DashboardSummary } from '../../../../shared/domain/dashboard-library.ts';

/** Tags with the number of dashboards that have them, the most used first. */
export function tagCounts(
  dashboards: readonly DashboardSummary[],
): (readonly [tag: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { tags } of dashboards) {
    for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'en'));
}

/** Dashboards with the tag (null: any) whose title, description or tags hold all words; broken files stay in sight. */
export function filterDashboards(
  dashboards: readonly DashboardSummary[],
  search: string,
  tag: string | null,
): DashboardSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return dashboards.filter((dashboard) => {
    if (dashboard.problem !== null) return true;
    const text = [dashboard.title, dashboard.description, ...dashboard.tags].join(' ').toLowerCase();
    return (tag === null || dashboard.tags.includes(tag)) && words.every((word) => text.includes(word));
  });
}
