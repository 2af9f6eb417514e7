import type { ContractNames } from './contract-names.ts';
import type { ModuleGraph } from './module-graph.ts';

export interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly says: string;
}

export type Rule = (graph: ModuleGraph, names: ContractNames) => Finding[];
