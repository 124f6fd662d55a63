import type { Region } from "../config/topology";

type Place = Region["location"];

/** Mean radius of the Earth, km. */
const EARTH_RADIUS = 6_371;

/** Light in glass fibre, km per ms. */
const FIBRE_SPEED = 200;

/** How much longer than the great circle the cables between regions are, rounded up. */
const DETOUR = 1.5;

/** The great circle between two places, km. */
export function greatCircle(one: Place, other: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const halfSine = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    halfSine(one.latitude, other.latitude) +
    Math.cos(radians(one.latitude)) *
      Math.cos(radians(other.latitude)) *
      halfSine(one.longitude, other.longitude);
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** How long a packet takes there and back, as far as distance tells, ms. */
export const roundTrip = (one: Place, other: Place): number =>
  (2 * greatCircle(one, other) * DETOUR) / FIBRE_SPEED;
