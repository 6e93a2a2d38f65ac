import { useText } from '../text/language'
import { usePackOptions } from './usePackOptions'

const GRID = 'GRID'

/** The name of an agency（检查单位）by its code: the grid, or a department of the policy pack. */
export function useAgencyName(): (code: string) => string {
  const text = useText()
  const { departments } = usePackOptions()
  return (code) => (code === GRID ? text.plans.grid : (departments.find((one) => one.value === code)?.label ?? code))
}
