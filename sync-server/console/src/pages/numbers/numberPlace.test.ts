import { describe, expect, it } from 'vitest'
import { numberPlace } from './numberPlace'

describe('where a number leads', () => {
  it('is the page of its record, whatever it is', () => {
    expect(numberPlace('1', 'rectification')).toBe('/hazards/1')
    expect(numberPlace('1', 'inspection')).toBe('/review/1')
    expect(numberPlace('1', 'stop_use')).toBe('/cases/stop_use/1')
    expect(numberPlace('1', 'premises')).toBe('/premises/1')
  })

  it('is a hazard where no kind was kept', () => {
    expect(numberPlace('1')).toBe('/hazards/1')
    expect(numberPlace('1', null)).toBe('/hazards/1')
  })
})
