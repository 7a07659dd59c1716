"""Customize: what do we do differently for this customer, with what the company has?"""
