/** A node of an expression's tree, for explaining a query piece by piece. */
export interface ExprTree {
  /** What this node does, short: `sum by (path)`, `rate`, `+ on (job)`, `http_requests_total[5m]`. */
  readonly label: string;
  /** The node's whole text; can be evaluated on its own unless `type` is `matrix` or `string`. */
  readonly expr: string;
  readonly type: 'scalar' | 'vector' | 'matrix' | 'string';
  readonly children: readonly ExprTree[];
}
