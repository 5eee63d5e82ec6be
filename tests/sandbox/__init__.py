"""Tests of the stand-ins and of the faces they are fed with."""
