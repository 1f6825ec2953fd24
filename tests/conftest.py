"""The cast: Fay from finance, Ada the admin, Alice and Bob who lead teams, Vera who only looks, Charlie who is new."""
