"""The cast: Fay from finance, Ada the admin, Alice and Bob who lead two teams, Vera who only looks, Charlie who leads none."""
