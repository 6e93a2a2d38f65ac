import type { ThemeConfig } from 'antd'

/** Colors and sizes of the console. */
export declare const theme: ThemeConfig
