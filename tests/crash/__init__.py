"""The crash loop: a process killed after any write, run again, must leave what an undisturbed one leaves."""
