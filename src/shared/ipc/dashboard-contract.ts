import { z } from 'zod';
import { EDITABLE_KINDS } from '../dashboards/edit/new-panel.ts';
import type { DashboardVersion } from '../domain/dashboard-library.ts';
import type { DataPanel } from '../domain/dashboard-panel.ts';
import { dashboardTextSchema, dashboardTitleSchema, storedDashboardSchema } from './dashboard-schemas.ts';
import { idSchema } from './schemas.ts';

const versionNameSchema = z.string().regex(/^\d{15}$/);

const versionSchema = z.strictObject({
  name: versionNameSchema,
  savedAtMs: z.number(),
  message: z.string(),
  current: z.boolean(),
}) satisfies z.ZodType<DashboardVersion>;

/** What of a chart elsewhere in the window becomes a panel; the unit is an id of Grafana's. */
const panelSeedSchema = z.strictObject({
  kind: z.enum(Object.keys(EDITABLE_KINDS) as [DataPanel['kind'], ...DataPanel['kind'][]]),
  title: z.string().max(300),
  queries: z
    .array(z.strictObject({ expr: z.string().min(1).max(65_536), legend: z.string().max(500).optional() }))
    .max(26),
  unit: z.string().max(100).optional(),
});

/** Requests that change dashboards, and those about their versions. */
export const DASHBOARD_EDIT_REQUESTS = {
  /**
   * Grafana's JSON in the place of a dashboard's (null: as a new one). `base` is the exported text that the change was made
   * to; null overwrites whatever there is.
   */
  'dashboards.save': {
    request: z.strictObject({
      id: idSchema.nullable(),
      text: dashboardTextSchema,
      message: z.string().max(500),
      base: dashboardTextSchema.nullable(),
    }),
    reply: storedDashboardSchema,
  },
  'dashboards.listVersions': {
    request: z.strictObject({ id: idSchema }),
    reply: z.array(versionSchema),
  },
  'dashboards.getVersion': {
    request: z.strictObject({ id: idSchema, name: versionNameSchema }),
    reply: storedDashboardSchema,
  },
  /** Adds a panel to a dashboard, or to a new one. */
  'dashboards.pin': {
    request: z.strictObject({
      dashboard: z.union([z.strictObject({ id: idSchema }), z.strictObject({ title: dashboardTitleSchema })]),
      panel: panelSeedSchema,
    }),
    reply: z.strictObject({ id: idSchema, panelId: z.int() }),
  },
} as const;
