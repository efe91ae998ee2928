-- Marks the file as a store of this program ("APK1"); set once, when it is created.
PRAGMA application_id = 1095781169
