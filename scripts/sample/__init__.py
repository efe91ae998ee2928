"""The sample company, 示例电器有限公司: everything in it is invented."""
