import type { Component, ComponentDefinition } from "./component";
import { cockroachdb } from "./cockroachdb";
import { etcd } from "./etcd";
import { kubeApiserver } from "./kube-apiserver";
import { kubeControllerManager } from "./kube-controller-manager";
import { kubeScheduler } from "./kube-scheduler";
import { kwok } from "./kwok";

export const DEFINITIONS: Readonly<Record<Component, ComponentDefinition>> = {
  etcd,
  "kube-apiserver": kubeApiserver,
  "kube-controller-manager": kubeControllerManager,
  "kube-scheduler": kubeScheduler,
  kwok,
  cockroachdb,
};
