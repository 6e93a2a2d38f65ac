import { expect, it } from 'vitest'
import { rowReason } from './rowReason'

it('a reason is told in Chinese, with the English words or the code of the rule behind it', () => {
  expect(rowReason('没有编号，无法对账（the row has no number）')).toEqual({
    zh: '没有编号，无法对账',
    en: 'the row has no number',
  })
  expect(rowReason('不在授权范围内（out_of_scope）')).toEqual({ zh: '不在授权范围内', code: 'out_of_scope' })
})

it('brackets of the Chinese words stay', () => {
  const said = '同一序号出现两份不同内容（手机可能被复制）'
  expect(rowReason(said)).toEqual({ zh: said })
  expect(rowReason('设备未登记')).toEqual({ zh: '设备未登记' })
})
