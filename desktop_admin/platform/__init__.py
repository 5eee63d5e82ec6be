"""What differs between desktops: the keyring, the browser, desktop notices."""
