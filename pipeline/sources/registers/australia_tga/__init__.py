"""The TGA's lists of new biologicals in the Australian Register of Therapeutic Goods; facts only, no parser yet."""
